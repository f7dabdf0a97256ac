using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Crisis;

/// <summary>Puts a change into a context, for one save.</summary>
internal static class ChangeWriter
{
    /// <summary>Puts the change in: case → entry → log → notices.</summary>
    /// <returns>The row of the case.</returns>
    public static async Task<CrisisCaseRow> ApplyAsync(
        DbContext context, CrisisCaseRow? row, CrisisChange change, CrisisEntry? entry, CancellationToken cancellationToken)
    {
        if (row is null)
        {
            row = CrisisCaseRow.From(change.Case);
            context.Add(row);
        }
        else
        {
            row.Take(change.Case);
        }

        if (change.ErasesContent)
        {
            await EraseAsync(context, row.Id, cancellationToken).ConfigureAwait(false);
        }

        if (entry is not null)
        {
            context.Add(CrisisEntryRow.From(entry, row.Id, ++row.EntryCount));
        }

        foreach (var added in change.Events)
        {
            context.Add(CrisisEventRow.From(added, row.Id, ++row.EventCount));
        }

        if (change.WithdrawsNotices || change.ErasesContent)
        {
            context.RemoveRange(await context.Set<CrisisNoticeRow>()
                .Where(notice => notice.CaseId == row.Id && (change.ErasesContent || notice.Outcome == null)).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        context.AddRange(change.Notices.Select(CrisisNoticeRow.From));
        row.Version++;
        return row;
    }

    private static async Task EraseAsync(DbContext context, string caseId, CancellationToken cancellationToken)
    {
        foreach (var entry in await context.Set<CrisisEntryRow>().Where(entry => entry.CaseId == caseId).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            (entry.UserId, entry.ClientKey, entry.ProtectedText) = (null, null, null);
        }

        foreach (var line in await context.Set<CrisisEventRow>().Where(line => line.CaseId == caseId).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            (line.ActorId, line.ProtectedReason) = (null, null);
        }
    }
}
