using System.Data;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Messages.Appending;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages;

/// <summary>
/// Keeps the retry keys of messages that are withheld: rows of <c>chat_message</c> with an id below 1. So the look-up that every append does
/// anyway finds them, and a message that is shown pays nothing for them.
/// </summary>
/// <remarks>They are rare, so they do without the writer and its batches.</remarks>
internal sealed class WithheldMessages(ChatDatabase database)
{
    public async ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync((context, token) => AppendAsync(context, draft, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MessageStoreException("The database did not store the retry key.", exception);
        }
    }

    private static async Task<AppendResult> AppendAsync(DbContext context, MessageDraft draft, CancellationToken cancellationToken)
    {
        var community = draft.Community.Value;
        await CommunityCounters.AddAsync(context, community, cancellationToken).ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        // The counter's lock, without advancing it: no message can take the same key meanwhile.
        var heads = context.Set<CommunityRow>().Where(head => head.CommunityId == community);
        await heads.ExecuteUpdateAsync(set => set.SetProperty(head => head.Last, head => head.Last), cancellationToken).ConfigureAwait(false);
        var no = await heads.Select(head => head.No).SingleAsync(cancellationToken).ConfigureAwait(false);
        var row = await context.Set<MessageRow>().AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.No == no && row.UserId == draft.Author.Value && row.ClientKey == draft.ClientId, cancellationToken)
            .ConfigureAwait(false);
        if (row is not null)
        {
            return Compare(row.ToMessage(draft.Community), draft);
        }

        row = MessageRow.From(draft, no, -Random.Shared.NextInt64(1, long.MaxValue));
        context.Add(row);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return new AppendResult(AppendOutcome.Stored, row.ToMessage(draft.Community));
    }

    private static AppendResult Compare(StoredMessage earlier, MessageDraft draft)
    {
        var same = earlier.IsWithheld && earlier.IsAnonymous == draft.IsAnonymous && earlier.Content == draft.Content;
        return new AppendResult(same ? AppendOutcome.Duplicate : AppendOutcome.Conflict, earlier);
    }
}
