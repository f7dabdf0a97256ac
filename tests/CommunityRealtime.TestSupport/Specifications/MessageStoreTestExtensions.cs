using CommunityRealtime.Messages;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>Writes many messages, and reads them while they are written.</summary>
public static class MessageStoreTestExtensions
{
    /// <summary>Appends one message after the other: "message 1", "message 2" and so on.</summary>
    public static async Task AppendManyAsync(this IMessageStore store, CommunityId community, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await store.AppendAsync(Draft(community, $"message {number}"), CancellationToken.None);
        }
    }

    /// <summary>Reads what comes after the last number seen, until the writers are done and nothing more comes.</summary>
    /// <returns>The numbers in the order in which they were seen.</returns>
    public static async Task<IReadOnlyList<long>> FollowAsync(this IMessageStore store, CommunityId community, Task writing)
    {
        var seen = new List<long>();
        bool done;
        int found;
        do
        {
            done = writing.IsCompleted;
            var head = await store.ReadHeadAsync(community, CancellationToken.None);
            var page = await store.ReadAsync(MessageQuery.After(community, seen.LastOrDefault(), 1000), CancellationToken.None);
            found = page.Count;
            seen.AddRange(page.Select(message => message.Id));

            // What the head had given out before the page was read must be in the page.
            Assert.True(seen.LastOrDefault() >= head.Newest, "A number was given out before its message could be read.");
        }
        while (!done || found > 0);

        await writing;
        return seen;
    }
}
