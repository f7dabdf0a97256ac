namespace CommunityRealtime.Email;

/// <summary>Who is written to about some of the notices. A notice fits when it meets every condition that is set.</summary>
public sealed class CrisisEmailRoute
{
    /// <summary>The community; <see langword="null"/>, the default, for every community.</summary>
    public CommunityId? Community { get; set; }

    /// <summary>Why a human is called; <see langword="null"/>, the default, for every reason.</summary>
    public CrisisNoticeKind? Kind { get; set; }

    /// <summary>The lowest level. Default <see cref="CrisisLevel.None"/>, which is every level.</summary>
    public CrisisLevel MinLevel { get; set; }

    /// <summary>The lowest <see cref="CrisisNotice.Step"/>. Default 0, which is every step; not negative.</summary>
    public int MinStep { get; set; }

    /// <summary>The addresses, 1 to 100, such as <c>team@example.com</c> or <c>Care team &lt;team@example.com&gt;</c>. All see each other's.</summary>
    public IList<string> Recipients { get; } = [];

    /// <summary>The language they are written to in; <see langword="null"/>, the default, for <see cref="CrisisEmailOptions.Language"/>.</summary>
    public string? Language { get; set; }
}
