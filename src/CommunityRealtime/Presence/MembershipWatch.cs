using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Presence;

/// <summary>Takes the live socket from whoever does not belong to its community any more: at once where a change is announced, and else at the next regular check.</summary>
internal sealed class MembershipWatch(
    MembershipChanges changes,
    Admission admission,
    SocketRegistry sockets,
    Attendance attendance,
    BackplaneMail mail,
    ChatMembershipOptions options,
    TimeProvider time,
    ILogger<MembershipWatch> logger) : BackgroundService
{
    /// <summary>How many users one query asks for.</summary>
    private const int MaxAtOnce = 256;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowAsync(stoppingToken), CheckAllAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stopping)
    {
        var changed = new List<MembershipChange>();
        try
        {
            while (await changes.Waiting.WaitToReadAsync(stopping).ConfigureAwait(false))
            {
                while (changed.Count < MaxAtOnce && changes.Waiting.TryRead(out var change))
                {
                    changed.Add(change);
                }

                await HandleAsync(changed, stopping).ConfigureAwait(false);
                changed.Clear();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task HandleAsync(List<MembershipChange> changed, CancellationToken stopping)
    {
        foreach (var group in changed.GroupBy(change => change.Community))
        {
            var announced = group.Where(change => change.IsFromHere).Select(change => change.User).Distinct().ToArray();
            if (announced.Length > 0 && mail.Reaches(group.Key))
            {
                mail.Send(group.Key, new(Epoch: 0, [], announced));
            }

            var users = group.Select(change => change.User).ToHashSet();
            await CheckAsync(socket => socket.Community == group.Key && users.Contains(socket.User), stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Twice in an interval: whoever was looked at just before a change is found before the interval is over.</summary>
    private async Task CheckAllAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.RecheckInterval / 2, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                await CheckAsync(_ => true, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CheckAsync(Func<SocketConnection, bool> filter, CancellationToken stopping)
    {
        var found = new List<SocketConnection>();
        sockets.Collect(socket => socket.IsMember && !socket.IsClosing && filter(socket), found);
        foreach (var community in found.GroupBy(socket => socket.Community))
        {
            foreach (var users in community.GroupBy(socket => socket.User).Chunk(MaxAtOnce))
            {
                var refusals = await admission.RecheckAsync(community.Key, [.. users.Select(user => user.Key)], stopping).ConfigureAwait(false);
                for (var i = 0; i < refusals.Count; i++)
                {
                    Expel(users[i], refusals[i]);
                }
            }
        }
    }

    /// <summary>Out of the room first: nothing that is stored from now on reaches them.</summary>
    private void Expel(IEnumerable<SocketConnection> connections, Refusal? refusal)
    {
        if (refusal is null)
        {
            return;
        }

        foreach (var connection in connections)
        {
            try
            {
                logger.MemberExpelled(connection.Id, connection.Community, refusal.Close.Word);
                attendance.Disconnect(connection);
                connection.Close(refusal.Close);
            }
            catch (Exception exception)
            {
                // A host's own part may fail; the others still have to go.
                logger.ConnectionFailed(connection.Id, ExceptionTypes.Of(exception));
            }
        }
    }
}
