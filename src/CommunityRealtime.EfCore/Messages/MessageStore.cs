using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Messages.Appending;
using CommunityRealtime.EfCore.Messages.Reading;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages;

/// <summary>Keeps messages in the database.</summary>
internal sealed class MessageStore(
    ChatDatabase database, AppendWriter writer, WithheldMessages withheld, PageReader pages, WriteProbe probe) : IMessageStore
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
            return await pages.ReadAsync(query, cancellationToken).ConfigureAwait(false);
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

    public async ValueTask<IReadOnlyList<CommunityHead>> ReadHeadsAsync(
        IReadOnlyList<CommunityId> communities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(communities);
        try
        {
            var names = communities.Select(community => community.Value).ToArray();
            var rows = await database.RunAsync(
                (context, token) => context.Set<CommunityRow>().AsNoTracking()
                    .Where(row => names.Contains(row.CommunityId) && row.Last > 0)
                    .ToDictionaryAsync(row => row.CommunityId, row => new CommunityHead(row.Epoch, row.Last), StringComparer.Ordinal, token),
                cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(names, name => rows.GetValueOrDefault(name));
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MessageStoreException("The database did not return the communities' counters.", exception);
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
}
