namespace CommunityRealtime.EfCore.Model;

/// <summary>What a message is, in one column. The numbers are stored.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,
    Anonymous = 1,

    /// <summary>Shown to nobody: the row only holds its retry key, under an id below 1.</summary>
    Withheld = 16,
}
