namespace CommunityRealtime.Safety;

/// <summary>The case that is in the store now, and whether it came in just now.</summary>
public sealed class CrisisCaseResult
{
    /// <summary>Makes a result.</summary>
    /// <param name="isNew">Whether the case was stored now.</param>
    /// <param name="crisisCase">The stored case; the earlier one for a repeat.</param>
    public CrisisCaseResult(bool isNew, CrisisCase crisisCase)
    {
        ArgumentNullException.ThrowIfNull(crisisCase);
        IsNew = isNew;
        Case = crisisCase;
    }

    /// <summary>Whether the case was stored now; otherwise it was there before.</summary>
    public bool IsNew { get; }

    /// <summary>The stored case; the earlier one for a repeat.</summary>
    public CrisisCase Case { get; }
}
