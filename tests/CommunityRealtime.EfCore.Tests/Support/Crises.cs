using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>Crisis cases for tests that only need one.</summary>
internal static class Crises
{
    public static async Task<CrisisCase> RaiseAsync(this ICrisisCaseStore store, CommunityId community, UserId author, DateTimeOffset at)
    {
        var entry = new CrisisEntry
        {
            Kind = CrisisEntryKind.Withheld,
            Community = community,
            Writer = author,
            ClientId = "a-1",
            IsAnonymous = true,
            Level = CrisisLevel.Acute,
            ProtectedText = "protected",
            WrittenAt = at,
        };
        var result = await store.AddAsync(
            entry,
            open => new CrisisChange
            {
                Case = open ?? new CrisisCase
                {
                    Id = Guid.NewGuid(),
                    Community = community,
                    Author = author,
                    IsAnonymous = true,
                    Level = entry.Level,
                    State = CrisisCaseState.Raised,
                    RaisedAt = at,
                    ChangedAt = at,
                    Schedule = new CrisisSchedule([TimeSpan.Zero], TimeSpan.FromMinutes(1)),
                },
            },
            CancellationToken.None);
        return result.Case;
    }
}
