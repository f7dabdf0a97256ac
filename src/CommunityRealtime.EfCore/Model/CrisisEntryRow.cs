using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;

namespace CommunityRealtime.EfCore.Model;

/// <summary>A message of a crisis case as it is stored.</summary>
internal sealed class CrisisEntryRow
{
    public required string CaseId { get; init; }

    public int Number { get; init; }

    public CrisisEntryKind Kind { get; init; }

    public required string CommunityId { get; init; }

    /// <summary><see langword="null"/> once erased.</summary>
    public string? UserId { get; set; }

    /// <summary>The retry key; <see langword="null"/> once erased.</summary>
    public string? ClientKey { get; set; }

    public bool IsAnonymous { get; init; }

    public CrisisLevel Level { get; init; }

    /// <summary><see langword="null"/> once erased.</summary>
    public string? ProtectedText { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long WrittenAt { get; init; }

    public static CrisisEntryRow From(CrisisEntry entry, string caseId, int number) => new()
    {
        CaseId = caseId,
        Number = number,
        Kind = entry.Kind,
        CommunityId = entry.Community.Value,
        UserId = entry.Writer?.Value,
        ClientKey = entry.ClientId,
        IsAnonymous = entry.IsAnonymous,
        Level = entry.Level,
        ProtectedText = entry.ProtectedText,
        WrittenAt = entry.WrittenAt.ToUnixTimeMilliseconds(),
    };

    public CrisisEntry ToEntry() => new()
    {
        Kind = Kind,
        Community = new CommunityId(CommunityId),
        Writer = UserId is null ? null : new UserId(UserId),
        ClientId = ClientKey,
        IsAnonymous = IsAnonymous,
        Level = Level,
        ProtectedText = ProtectedText,
        WrittenAt = DateTimeOffset.FromUnixTimeMilliseconds(WrittenAt),
        Number = Number,
    };
}
