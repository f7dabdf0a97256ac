using CommunityRealtime.Safety;

namespace CommunityRealtime.EfCore.Model;

/// <summary>A crisis case as it is stored.</summary>
internal sealed class CrisisCaseRow
{
    /// <summary>The case's id as text: providers disagree on how they store a <see cref="Guid"/>.</summary>
    public required string Id { get; init; }

    public required string CommunityId { get; init; }

    public required string UserId { get; init; }

    /// <summary>The retry key; <see langword="null"/> once erased, and for cases from before there were any.</summary>
    public string? ClientKey { get; init; }

    public bool IsAnonymous { get; init; }

    public CrisisLevel Level { get; init; }

    public required string ProtectedText { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long RaisedAt { get; init; }

    public static string Key(Guid id) => id.ToString("D");

    public static CrisisCaseRow From(CrisisCase crisisCase) => new()
    {
        Id = Key(crisisCase.Id),
        CommunityId = crisisCase.Community.Value,
        UserId = crisisCase.Author.Value,
        ClientKey = crisisCase.ClientId,
        IsAnonymous = crisisCase.IsAnonymous,
        Level = crisisCase.Level,
        ProtectedText = crisisCase.ProtectedText,
        RaisedAt = crisisCase.RaisedAt.ToUnixTimeMilliseconds(),
    };

    public CrisisCase ToCase() => new()
    {
        Id = Guid.ParseExact(Id, "D"),
        Community = new CommunityId(CommunityId),
        Author = new UserId(UserId),
        ClientId = ClientKey ?? Id,
        IsAnonymous = IsAnonymous,
        Level = Level,
        ProtectedText = ProtectedText,
        RaisedAt = DateTimeOffset.FromUnixTimeMilliseconds(RaisedAt),
    };
}
