using CommunityRealtime.EfCore.Model;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>The values of a batch, column by column, as PostgreSQL's arrays want them. The lists are used again for every batch.</summary>
internal sealed class PostgresColumns
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Every community of the batch once.</summary>
    public List<string> Communities { get; } = [];

    public List<string> CommunityOfEach { get; } = [];

    public List<string> Authors { get; } = [];

    public List<string> ClientIds { get; } = [];

    public List<long> Times { get; } = [];

    public List<int> Flags { get; } = [];

    public List<string?> DisplayNames { get; } = [];

    public List<string> Contents { get; } = [];

    public void Fill(IReadOnlyList<PendingAppend> appends)
    {
        Clear();
        for (var i = 0; i < appends.Count; i++)
        {
            var draft = appends[i].Draft;
            if (_seen.Add(draft.Community.Value))
            {
                Communities.Add(draft.Community.Value);
            }

            CommunityOfEach.Add(draft.Community.Value);
            Authors.Add(draft.Author.Value);
            ClientIds.Add(draft.ClientId);
            Times.Add(draft.CreatedAt.ToUnixTimeMilliseconds());
            Flags.Add((int)(draft.IsAnonymous ? MessageFlags.Anonymous : MessageFlags.None));
            DisplayNames.Add(draft.IsAnonymous ? null : draft.DisplayName);
            Contents.Add(draft.Content);
        }
    }

    private void Clear()
    {
        _seen.Clear();
        Communities.Clear();
        CommunityOfEach.Clear();
        Authors.Clear();
        ClientIds.Clear();
        Times.Clear();
        Flags.Clear();
        DisplayNames.Clear();
        Contents.Clear();
    }
}
