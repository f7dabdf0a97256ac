using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Membership;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Membership;

/// <summary>Keeps members in the database.</summary>
internal sealed class CommunityMemberStore(ChatDatabase database) : ICommunityMemberStore
{
    /// <summary>How often to begin again when others add and remove the same member at the same time.</summary>
    private const int MaxTries = 20;

    public async ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken)
    {
        try
        {
            var row = await database.RunAsync(
                (context, token) => Rows(context, community, user).AsNoTracking().SingleOrDefaultAsync(token),
                cancellationToken).ConfigureAwait(false);
            return row switch
            {
                { Status: MembershipStatus.Member } => CommunityMembership.Member(row.Role, row.DisplayName),
                { Status: MembershipStatus.Banned } => CommunityMembership.Banned,
                _ => CommunityMembership.None,
            };
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MembershipUnavailableException("The database did not return the membership.", exception);
        }
    }

    public async ValueTask SetAsync(
        CommunityId community, UserId user, CommunityMembership membership, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(membership);
        try
        {
            await database.WriteAsync(
                (context, token) => membership.Status == MembershipStatus.None
                    ? Rows(context, community, user).ExecuteDeleteAsync(token)
                    : UpsertAsync(context, community, user, membership, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MembershipUnavailableException("The database did not store the membership.", exception);
        }
    }

    private static async Task<int> UpsertAsync(
        DbContext context, CommunityId community, UserId user, CommunityMembership membership, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var updated = await Rows(context, community, user).ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Status, membership.Status)
                    .SetProperty(row => row.Role, membership.Role)
                    .SetProperty(row => row.DisplayName, membership.DisplayName),
                cancellationToken).ConfigureAwait(false);
            if (updated > 0)
            {
                return updated;
            }

            context.Add(new MemberRow
            {
                CommunityId = community.Value,
                UserId = user.Value,
                Status = membership.Status,
                Role = membership.Role,
                DisplayName = membership.DisplayName,
            });
            try
            {
                return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException) when (tries < MaxTries)
            {
                // Somebody else added the member meanwhile, so there is a row to update now.
                context.ChangeTracker.Clear();
            }
        }
    }

    private static IQueryable<MemberRow> Rows(DbContext context, CommunityId community, UserId user)
        => context.Set<MemberRow>().Where(row => row.CommunityId == community.Value && row.UserId == user.Value);
}
