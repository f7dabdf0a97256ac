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
            await CheckAsync([], socket => socket.Community == group.Key && users.Contains(socket.User), stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Twice in an interval: whoever was looked at just before a change is found before the interval is over.</summary>
    private async Task CheckAllAsync(CancellationToken stopping)
    {
        // Kept from one check to the next: with very many members it is large.
        var found = new List<SocketConnection>();
        using var timer = new PeriodicTimer(options.RecheckInterval / 2, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                await CheckAsync(found, _ => true, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CheckAsync(List<SocketConnection> found, Func<SocketConnection, bool> filter, CancellationToken stopping)
    {
        sockets.Collect(socket => socket.IsMember && !socket.IsClosing && filter(socket), found);
        found.Sort(ByCommunityAndUser);
        var users = new List<UserId>();
        for (int start = 0, end; start < found.Count; start = end)
        {
            end = TakeUsers(found, start, users);
            var refusals = await admission.RecheckAsync(found[start].Community, users, stopping).ConfigureAwait(false);
            for (int i = start, user = 0; i < end && refusals.Count > 0; i++)
            {
                user += found[i].User == users[user] ? 0 : 1;
                if (refusals[user] is { } refusal)
                {
                    Expel(found[i], refusal);
                }
            }
        }

        found.Clear();
    }

    private static int ByCommunityAndUser(SocketConnection one, SocketConnection other) =>
        string.CompareOrdinal(one.Community.Value, other.Community.Value) is var byCommunity and not 0
            ? byCommunity
            : string.CompareOrdinal(one.User.Value, other.User.Value);

    /// <summary>Takes the next users of one community.</summary>
    /// <returns>Where those begin that were not taken.</returns>
    private static int TakeUsers(List<SocketConnection> found, int start, List<UserId> users)
    {
        users.Clear();
        var end = start;
        for (; end < found.Count && found[end].Community == found[start].Community; end++)
        {
            if (users.Count == 0 || users[^1] != found[end].User)
            {
                if (users.Count == MaxAtOnce)
                {
                    break;
                }

                users.Add(found[end].User);
            }
        }

        return end;
    }

    /// <summary>Out of the room first: nothing that is stored from now on reaches the user.</summary>
    private void Expel(SocketConnection connection, Refusal refusal)
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
