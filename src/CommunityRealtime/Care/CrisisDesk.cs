using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;

namespace CommunityRealtime.Care;

/// <summary>What therapists and authors do with cases. Whoever calls has checked who they are; this checks that the case is of their community.</summary>
internal sealed class CrisisDesk(
    ICrisisCaseStore store, CrisisText texts, CrisisPolicy policy, CrisisSignal signal, CrisisMetrics metrics, TimeProvider time)
{
    /// <summary>The open cases of a community: those that wait first, then the others, each the longest raised first.</summary>
    public async Task<IReadOnlyList<CrisisCase>> ListOpenAsync(CommunityId community, CancellationToken cancellationToken)
    {
        // Asked for apart: however many others are open, none that waits is left out for them.
        var waiting = await store.ReadAsync(new CrisisQuery { Community = community, IsWaiting = true }, cancellationToken).ConfigureAwait(false);
        var owned = await store.ReadAsync(new CrisisQuery { Community = community, IsOpen = true, IsWaiting = false }, cancellationToken).ConfigureAwait(false);
        return [.. waiting, .. owned];
    }

    /// <summary>The closed cases of a community, the longest raised first.</summary>
    public ValueTask<IReadOnlyList<CrisisCase>> ListClosedAsync(CommunityId community, CancellationToken cancellationToken) =>
        store.ReadAsync(new CrisisQuery { Community = community, IsOpen = false }, cancellationToken);

    /// <summary>Opens a case with its texts, which is written to its log before.</summary>
    /// <returns><see langword="null"/> when there is none in the community.</returns>
    public async Task<CrisisFile?> ReadAsync(CommunityId community, Guid id, UserId reader) =>
        await NoteAsync(community, id, reader, CrisisEventKind.Read, null).ConfigureAwait(false)
            ? await store.FindAsync(id, CancellationToken.None).ConfigureAwait(false)
            : null;

    /// <summary>Learns who wrote the messages of a case, which is written to its log before.</summary>
    public async Task<UserId?> ReadAuthorAsync(CommunityId community, Guid id, UserId reader, string reason) =>
        await NoteAsync(community, id, reader, CrisisEventKind.IdentityRead, texts.Protect(reason)).ConfigureAwait(false)
            ? (await store.FindAsync(id, CancellationToken.None).ConfigureAwait(false))?.Case.Author
            : null;

    /// <summary>Applies an action.</summary>
    /// <returns>What became of it, and the case as it is now.</returns>
    public async Task<(CrisisActionResult Result, CrisisCase? Case)> ActAsync(
        CommunityId community, Guid id, CrisisAction action, UserId actor, string? reason)
    {
        var protectedReason = reason is null ? null : texts.Protect(reason);
        var result = CrisisActionResult.NotFound;
        var isFirst = false;
        var changed = await store.ChangeAsync(
            id,
            current =>
            {
                if (current.Community != community)
                {
                    result = CrisisActionResult.NotFound;
                    return null;
                }

                (result, var change) = CrisisTransitions.Apply(current, action, actor, protectedReason, policy, time.NowInMilliseconds());
                isFirst = action == CrisisAction.Acknowledge && current.AcknowledgedAt is null && change is not null;
                return change;
            },
            null,
            CancellationToken.None).ConfigureAwait(false);
        if (isFirst)
        {
            metrics.Acknowledged(changed!);
        }

        signal.Set();
        return (changed is null ? CrisisActionResult.NotFound : result, changed);
    }

    /// <summary>The owner of a case writes to its author, who sees the care team. It is contact.</summary>
    public Task<(CrisisActionResult Result, CrisisCase? Case)> AnswerAsync(CommunityId community, Guid id, UserId owner, string text, string clientId) => WriteAsync(
        community, id, owner, CrisisEntryKind.FromCareTeam, text, clientId, (current, now) =>
            !current.IsOpen ? (CrisisActionResult.Closed, null)
            : current.Owner is null ? (CrisisActionResult.NotAcknowledged, null)
            : current.Owner != owner ? (CrisisActionResult.OwnedByAnother, null)
            : current.State == CrisisCaseState.InContact ? (CrisisActionResult.Done, new CrisisChange { Case = current with { ChangedAt = now, NextCallAt = null } })
            : CrisisTransitions.Apply(current, CrisisAction.BeginContact, owner, null, policy, now));

    /// <summary>The author of a case writes to its owner.</summary>
    public Task<(CrisisActionResult Result, CrisisCase? Case)> WriteAsAuthorAsync(CommunityId community, Guid id, UserId author, string text, string clientId) => WriteAsync(
        community, id, author, CrisisEntryKind.FromAuthor, text, clientId, (current, now) =>
            current.Author != author ? (CrisisActionResult.NotFound, null)
            : !current.IsOpen ? (CrisisActionResult.Closed, null)
            : (CrisisActionResult.Done, CrisisRaising.Join(current, now)));

    /// <summary>The cases of one author, newest first: in a community, or in all.</summary>
    public async Task<IReadOnlyList<CrisisFile>> ListOfAuthorAsync(CommunityId? community, UserId author, CancellationToken cancellationToken)
    {
        List<CrisisFile> files = [];
        foreach (var found in await store.ReadAsync(new CrisisQuery { Community = community, Author = author }, cancellationToken).ConfigureAwait(false))
        {
            if (await store.FindAsync(found.Id, cancellationToken).ConfigureAwait(false) is { } file)
            {
                files.Insert(0, file);
            }
        }

        return files;
    }

    private async Task<bool> NoteAsync(CommunityId community, Guid id, UserId reader, CrisisEventKind kind, string? protectedReason)
    {
        var isThere = false;
        await store.ChangeAsync(
            id,
            current =>
            {
                isThere = current.Community == community;
                return isThere ? Noted(current, reader, kind, protectedReason) : null;
            },
            null,
            CancellationToken.None).ConfigureAwait(false);
        return isThere;
    }

    /// <summary>A word of the owner, such as reading, starts the time of silence anew.</summary>
    private CrisisChange Noted(CrisisCase current, UserId reader, CrisisEventKind kind, string? protectedReason)
    {
        var now = time.NowInMilliseconds();
        var next = current.State == CrisisCaseState.Acknowledged && current.Owner == reader ? now + current.Schedule.OwnerSilence : current.NextCallAt;
        return new CrisisChange
        {
            Case = current with { ChangedAt = now, NextCallAt = next },
            Events = [new() { Kind = kind, State = current.State, Actor = reader, ProtectedReason = protectedReason, At = now }],
        };
    }

    private async Task<(CrisisActionResult Result, CrisisCase? Case)> WriteAsync(
        CommunityId community,
        Guid id,
        UserId writer,
        CrisisEntryKind kind,
        string text,
        string clientId,
        Func<CrisisCase, DateTimeOffset, (CrisisActionResult Result, CrisisChange? Change)> decide)
    {
        var now = time.NowInMilliseconds();
        var entry = new CrisisEntry
        {
            Kind = kind,
            Community = community,
            Writer = writer,
            ClientId = clientId,
            IsAnonymous = false,
            Level = CrisisLevel.None,
            ProtectedText = texts.Protect(text),
            WrittenAt = now,
        };

        // A repeat is not decided anew: it is done.
        var result = CrisisActionResult.Done;
        var changed = await store.ChangeAsync(
            id,
            current =>
            {
                (result, var change) = current.Community == community ? decide(current, now) : (CrisisActionResult.NotFound, null);
                return change;
            },
            entry,
            CancellationToken.None).ConfigureAwait(false);
        signal.Set();
        return (changed is null ? CrisisActionResult.NotFound : result, changed);
    }
}
