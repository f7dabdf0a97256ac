using CommunityRealtime.Membership;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A name is a text that others see, too.</summary>
public sealed class DisplayNameSafetyTests
{
    [Theory]
    [InlineData("Alice", "Alice")]
    [InlineData("kill yourself", "Member")]
    [InlineData("k1ll yours3lf", "Member")]
    public async Task Message_UnderAName_ShowsItOnlyWhenItMayBeShown(string name, string shown)
    {
        await using var app = await ChatApp.StartAsync();
        await NameAsync(app, name);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("Good morning");
        await alice.SendAsync("Hello again", isAnonymous: true);

        Assert.Contains($"\"{shown}\"", (await bob.ReceiveMessageAsync()).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(name, (await bob.ReceiveMessageAsync()).GetRawText(), StringComparison.Ordinal);
        Assert.Contains($"\"{shown}\"", (await app.HistoryAsync(43))[0].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_WithoutAJudgement_IsNotShown()
    {
        var service = new ScriptedSafetyService((text, _) => text == "Alice" ? throw new InvalidOperationException() : Task.FromResult(SafetyAssessment.Allow));
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<ISafetyService>(service));
        await NameAsync(app, "Alice");
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("Good morning");

        Assert.Contains("\"Member\"", (await alice.ReceiveMessageAsync()).GetRawText(), StringComparison.Ordinal);
    }

    private static async Task NameAsync(ChatApp app, string name) => await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(
        new CommunityId(5), new UserId(42), CommunityMembership.Member(displayName: name), CancellationToken.None);
}
