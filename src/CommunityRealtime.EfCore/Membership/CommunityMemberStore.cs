using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Membership;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Membership;

/// <summary>Keeps members in the database.</summary>
internal sealed class CommunityMemberStore(ChatDatabase database, ReadSessions sessions, IMembershipChanges? changes = null) : ICommunityMemberStore
{
    /// <summary>How often to begin again when others add and remove the same member at the same time.</summary>
    private const int MaxTries = 20;

    private readonly KnownStatements<string> _find = new(context => ChatTables.FindMembers(context) is { } members
        ? $"SELECT status, role, display_name FROM {members} WHERE community_id = @community AND user_id = @user"
        : null);

    public async ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.RunAsync(
                (session, token) => _find.For(session.Context) is { } find
                    ? FindAsync(session, find, community, user, token)
                    : FindAsync(session.Context, community, user, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MembershipUnavailableException("The database did not return the membership.", exception);
        }
    }

    public async ValueTask<IReadOnlyList<CommunityMembership>> FindManyAsync(
        CommunityId community, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(users);
        try
        {
            var names = users.Select(user => user.Value).ToArray();
            var rows = await database.RunAsync(
                (context, token) => context.Set<MemberRow>().AsNoTracking()
                    .Where(row => row.CommunityId == community.Value && names.Contains(row.UserId))
                    .ToDictionaryAsync(row => row.UserId, StringComparer.Ordinal, token),
                cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(names, name => rows.TryGetValue(name, out var row)
                ? ToMembership(row.Status, row.Role, row.DisplayName)
                : CommunityMembership.None);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new MembershipUnavailableException("The database did not return the memberships.", exception);
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

        changes?.Announce(community, user);
    }

    // Asked for with every message and every page, so past EF Core where that is possible.
    private static async Task<CommunityMembership> FindAsync(
        ReadSession session, string find, CommunityId community, UserId user, CancellationToken cancellationToken)
    {
        var row = await session.ReadAsync(find, [("@community", community.Value), ("@user", user.Value)], cancellationToken).ConfigureAwait(false);
        await using var _ = row.ConfigureAwait(false);
        return await row.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? ToMembership((MembershipStatus)row.GetInt32(0), (CommunityRole)row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2))
            : CommunityMembership.None;
    }

    private static async Task<CommunityMembership> FindAsync(
        DbContext context, CommunityId community, UserId user, CancellationToken cancellationToken)
        => await Rows(context, community, user).AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } row
            ? ToMembership(row.Status, row.Role, row.DisplayName)
            : CommunityMembership.None;

    private static CommunityMembership ToMembership(MembershipStatus status, CommunityRole role, string? displayName) => status switch
    {
        MembershipStatus.Member => CommunityMembership.Member(role, displayName),
        MembershipStatus.Banned => CommunityMembership.Banned,
        _ => CommunityMembership.None,
    };

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
