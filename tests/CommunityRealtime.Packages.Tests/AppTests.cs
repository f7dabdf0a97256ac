using System.Security.Cryptography;

namespace CommunityRealtime.Packages.Tests;

/// <summary>Apps that know the library only as packages, written as the README says: two lines.</summary>
[Collection(PackagesSuite.Name)]
public sealed class AppTests(PackagesFixture packages)
{
    private readonly string _signingKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task FreshApp_OnSqlite_ChatsAndKeepsTheHistoryOverACrash()
    {
        var folder = await packages.BuildAppAsync("Sqlite");

        await using (var app = await AppProcess.StartAsync(folder, _signingKey))
        {
            await ChatAsync(app);
        }

        await using (var app = await AppProcess.StartAsync(folder, _signingKey))
        {
            using var alice = await ChatUser.ConnectAsync(app, _signingKey, 42, "Alice");
            Assert.Equal(["Hello Bob!", "Hello Alice!"], await alice.ReadHistoryAsync());
        }
    }

    [Fact]
    public async Task FreshApp_InMemory_Chats()
    {
        var folder = await packages.BuildAppAsync("Memory");

        await using var app = await AppProcess.StartAsync(folder, _signingKey);

        await ChatAsync(app);
    }

    private async Task ChatAsync(AppProcess app)
    {
        using var alice = await ChatUser.ConnectAsync(app, _signingKey, 42, "Alice");
        using var bob = await ChatUser.ConnectAsync(app, _signingKey, 43, "Bob");

        await alice.SendAsync("Hello Bob!");
        await AssertBothReceiveAsync("Alice", "Hello Bob!");
        await bob.SendAsync("Hello Alice!");
        await AssertBothReceiveAsync("Bob", "Hello Alice!");

        Assert.Equal(["Hello Bob!", "Hello Alice!"], await bob.ReadHistoryAsync());

        async Task AssertBothReceiveAsync(string author, string content)
        {
            foreach (var user in new[] { alice, bob })
            {
                var frame = await user.ReceiveAsync();
                Assert.Equal("message", frame.GetProperty("type").GetString());
                Assert.Equal(content, frame.GetProperty("message").GetProperty("content").GetString());
                Assert.Equal(author, frame.GetProperty("message").GetProperty("display_name").GetString());
            }
        }
    }
}
