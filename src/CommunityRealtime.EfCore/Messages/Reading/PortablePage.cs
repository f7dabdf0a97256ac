using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Reading;

/// <summary>A page by EF Core alone, for every provider and every model.</summary>
internal static class PortablePage
{
    /// <summary>A range of the primary key, read from the end that the page is nearest to.</summary>
    public static IQueryable<MessageRow> Of(DbContext context, MessageQuery query)
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
