using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Messages.Appending;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages;

/// <summary>Keeps messages in the database.</summary>
internal sealed class MessageStore(ChatDatabase database, AppendWriter writer, WithheldMessages withheld, WriteProbe probe) : IMessageStore
{
    public ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        MessageDraft.ThrowIfNotStorable(draft);
        cancellationToken.ThrowIfCancellationRequested();
        return draft.IsWithheld ? withheld.AppendAsync(draft, cancellationToken) : writer.AppendAsync(draft, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        try
        {
            var rows = await database.RunAsync(
                (context, token) => Page(context, query).ToListAsync(token), cancellationToken).ConfigureAwait(false);
            if (query.AfterId is null)
            {
                rows.Reverse();
            }

            return rows.ConvertAll(row => row.ToMessage(query.Community));
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MessageStoreException("The database did not return the messages.", exception);
        }
    }

    public async ValueTask<CommunityHead> ReadHeadAsync(CommunityId community, CancellationToken cancellationToken)
    {
        try
        {
            var row = await database.RunAsync(
                (context, token) => context.Set<CommunityRow>().AsNoTracking()
                    .SingleOrDefaultAsync(row => row.CommunityId == community.Value, token),
                cancellationToken).ConfigureAwait(false);

            // The row is made just before the first message, which may have failed.
            return row is null or { Last: 0 } ? default : new CommunityHead(row.Epoch, row.Last);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MessageStoreException("The database did not return the community's counter.", exception);
        }
    }

    public async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await probe.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MessageStoreException("The database took no write.", exception);
        }
    }

    /// <summary>A range of the primary key, read from the end that the page is nearest to.</summary>
    private static IQueryable<MessageRow> Page(DbContext context, MessageQuery query)
    {
        // A scalar sub-query, not a join: after a join the database would sort the whole range before it takes a page.
        var community = query.Community.Value;
        var messages = context.Set<MessageRow>().AsNoTracking().Where(message => message.No
            == context.Set<CommunityRow>().Where(row => row.CommunityId == community).Select(row => (long?)row.No).FirstOrDefault());

        if (query.AfterId is { } after)
        {
            var last = Math.Max(after, 0);
            return messages.Where(message => message.Id > last).OrderBy(message => message.Id).Take(query.Limit);
        }

        // Below 1 are the retry keys of messages that are withheld.
        messages = messages.Where(message => message.Id > 0);
        if (query.BeforeId is { } before)
        {
            messages = messages.Where(message => message.Id < before);
        }

        return messages.OrderByDescending(message => message.Id).Skip(query.Offset).Take(query.Limit);
    }
}
