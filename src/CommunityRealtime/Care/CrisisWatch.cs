using CommunityRealtime.Connections;
using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Care;

/// <summary>Shows what changes in the cases to those who are connected: to therapists each case, to authors what the care team writes.</summary>
/// <remarks>Every server looks into the store for itself, so that this works with any number of servers and without a backplane. Frames are for the profile v1.</remarks>
internal sealed class CrisisWatch(
    ICrisisCaseStore store,
    SocketRegistry sockets,
    ICommunityMembership membership,
    CrisisJson json,
    CrisisSignal signal,
    TimeProvider time,
    ILogger<CrisisWatch> logger) : BackgroundService
{
    /// <summary>Clocks of servers differ, and a commit takes its time: a change may become visible so long after its time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>How soon those who are connected see what happens on another server.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, SeenCase> _seen = [];

    /// <summary>Shows what changed since the last time.</summary>
    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Overlap;
        foreach (var old in _seen.Where(pair => pair.Value.Case.ChangedAt < since).Select(pair => pair.Key).ToArray())
        {
            _seen.Remove(old);
        }

        if (sockets.Count == 0)
        {
            return;
        }

        foreach (var changed in await store.ReadAsync(new CrisisQuery { ChangedSince = since }, cancellationToken).ConfigureAwait(false))
        {
            var seen = _seen.GetValueOrDefault(changed.Id);
            if (seen?.Case.Version != changed.Version)
            {
                _seen[changed.Id] = new SeenCase(changed, await ShowAsync(changed, seen, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var outage = new StoreOutage(logger);
        while (!stoppingToken.IsCancellationRequested)
        {
            // Looked at before the cases, so that nothing is missed in between.
            var next = signal.Next;
            await outage.TryAsync(ShowAsync).ConfigureAwait(false);
            await Task.WhenAny(next, Task.Delay(Interval, time, stoppingToken)).ConfigureAwait(false);
        }

        async Task<bool> ShowAsync()
        {
            await this.ShowAsync(stoppingToken).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Shows one case.</summary>
    /// <returns>How many of its entries were seen.</returns>
    private async Task<int> ShowAsync(CrisisCase changed, SeenCase? seen, CancellationToken cancellationToken)
    {
        List<SocketConnection> here = [];
        sockets.Collect(socket => socket.IsMember && socket.Community == changed.Community && socket.Profile == ChatProfile.V1 && !socket.IsClosing, here);
        await ShowTherapistsAsync(changed, here, cancellationToken).ConfigureAwait(false);
        return await ShowAuthorAsync(changed, seen?.Entries, [.. here.Where(socket => socket.User == changed.Author)], cancellationToken).ConfigureAwait(false);
    }

    private async Task ShowTherapistsAsync(CrisisCase changed, List<SocketConnection> here, CancellationToken cancellationToken)
    {
        UserId[] users = [.. here.Select(socket => socket.User).Distinct()];
        if (users.Length == 0)
        {
            return;
        }

        // Asked anew each time: a right that was taken away ends at once.
        var found = await membership.FindManyAsync(changed.Community, users, cancellationToken).ConfigureAwait(false);
        var therapists = users.Where((_, index) => found[index].Status == MembershipStatus.Member && CareEndpoint.IsTherapist(found[index].Role)).ToHashSet();
        var frame = json.CaseFrame(changed);
        here.Where(socket => therapists.Contains(socket.User)).ToList().ForEach(socket => socket.Send(frame));
    }

    private async Task<int> ShowAuthorAsync(CrisisCase changed, int? seenEntries, List<SocketConnection> author, CancellationToken cancellationToken)
    {
        if (author.Count == 0 || seenEntries == changed.EntryCount || await store.FindAsync(changed.Id, cancellationToken).ConfigureAwait(false) is not { } file)
        {
            return changed.EntryCount;
        }

        // Without a last time only what is new enough to be news; all of it is in my-crisis-cases.
        var since = time.GetUtcNow() - Overlap;
        foreach (var entry in file.Entries.Where(entry => entry.Kind != CrisisEntryKind.Withheld
            && (seenEntries is { } seen ? entry.Number > seen : entry.WrittenAt >= since)))
        {
            var frame = json.CareFrame(changed.Id, entry);
            author.ForEach(socket => socket.Send(frame));
        }

        return file.Entries.Count;
    }

    /// <summary>What was shown of a case.</summary>
    private sealed record SeenCase(CrisisCase Case, int Entries);
}
