namespace CommunityRealtime.Messages;

/// <summary>Keeps each community's messages in order and gives them back by position.</summary>
/// <remarks>
/// <para>One instance serves the whole process; every member may be called at the same time as any other, and several
/// processes may share one database.</para>
/// <para>Each community has one counter. A message takes the next number inside the transaction that stores it, so numbers
/// have no holes, a failed append gives its number back, and a reader that sees a number sees all smaller ones.</para>
/// </remarks>
public interface IMessageStore
{
    /// <summary>Stores a message and gives it the next number in its community.</summary>
    /// <remarks>
    /// <para>Many appends of one community are under way at once. Where one call has returned its task before the next call, both on one
    /// instance, the first gets the smaller number: a client that sends ahead relies on it.</para>
    /// <para>A draft that <see cref="MessageDraft.IsWithheld"/> takes its retry key like any other, and no number.</para>
    /// </remarks>
    /// <param name="draft">The message, already validated and judged safe.</param>
    /// <param name="cancellationToken">Stops the wait. The message may have been stored all the same.</param>
    /// <returns>
    /// The stored message, after the commit. For a retry key that the author used before in this community, the earlier
    /// message with <see cref="AppendOutcome.Duplicate"/>, or with <see cref="AppendOutcome.Conflict"/> when text or
    /// anonymity differ.
    /// </returns>
    /// <exception cref="MessageStoreException">
    /// The store was not reached, refused the message, or has too much to do (<see cref="MessageStoreException.RetryAfter"/>).
    /// Sending the same draft again is safe.
    /// </exception>
    /// <exception cref="ArgumentException">The draft cannot be kept by any store; see <see cref="MessageDraft.ThrowIfNotStorable"/>.</exception>
    ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken);

    /// <summary>Reads a page of messages.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>At most <see cref="MessageQuery.Limit"/> messages, oldest first; empty for an unknown community.</returns>
    /// <exception cref="MessageStoreException">The store was not reached.</exception>
    ValueTask<IReadOnlyList<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken);

    /// <summary>Reads where a community's counter stands.</summary>
    /// <param name="community">The community.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The head; <c>default</c> for a community without messages.</returns>
    /// <exception cref="MessageStoreException">The store was not reached.</exception>
    ValueTask<CommunityHead> ReadHeadAsync(CommunityId community, CancellationToken cancellationToken);

    /// <summary>Reads where the counters of many communities stand, in one query where the store can.</summary>
    /// <remarks>Every server does this every few seconds for the communities that have members there. Unless it is implemented, each is read by itself.</remarks>
    /// <param name="communities">The communities, each once.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The heads in the order of the communities; <c>default</c> for a community without messages.</returns>
    /// <exception cref="MessageStoreException">The store was not reached.</exception>
    async ValueTask<IReadOnlyList<CommunityHead>> ReadHeadsAsync(IReadOnlyList<CommunityId> communities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(communities);
        var heads = new CommunityHead[communities.Count];
        for (var i = 0; i < heads.Length; i++)
        {
            heads[i] = await ReadHeadAsync(communities[i], cancellationToken).ConfigureAwait(false);
        }

        return heads;
    }

    /// <summary>Finds out whether a message could be stored just now, with a write that leaves nothing behind.</summary>
    /// <remarks>
    /// For the health check <c>community_chat</c>, about once a second at most. Reading alone does not see a full disk, and a small
    /// write may find room where the messages did not: after a failed append, write as much as that one. A store that cannot
    /// fail need not implement it.
    /// </remarks>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>When the store took the write.</returns>
    /// <exception cref="MessageStoreException">The store was not reached, or refused the write.</exception>
    ValueTask ProbeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
