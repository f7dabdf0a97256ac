using System.Text.Json;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Care;

/// <summary>What therapists do with cases over REST.</summary>
public sealed class CrisisCasesEndpointTests
{
    [Fact]
    public async Task Cases_AreForTherapistsOnly()
    {
        await using var app = await CareApp.StartAsync();
        var id = await app.RaiseAsync();

        Assert.Equal((403, "not_a_therapist"), await app.PostAsync(CareApp.Member, $"crisis-cases/{id}/acknowledge"));
        foreach (var path in new[] { "crisis-cases", $"crisis-cases/{id}" })
        {
            using var member = await app.SendAsync(HttpMethod.Get, CareApp.Author, path);
            using var nobody = await app.SendAsync(HttpMethod.Get, null, path);
            using var stranger = await app.SendAsync(HttpMethod.Get, 99, path);
            Assert.Equal((403, 401, 403), ((int)member.StatusCode, (int)nobody.StatusCode, (int)stranger.StatusCode));
        }
    }

    [Fact]
    public async Task List_SaysWhatWaitsWithoutTextsAndNames()
    {
        await using var app = await CareApp.StartAsync();
        await app.RaiseAsync();

        var list = await app.GetAsync(CareApp.Therapist, "crisis-cases");

        var found = Assert.Single(list.EnumerateArray());
        Assert.Equal("acute", found.GetProperty("level").GetString());
        Assert.True(found.GetProperty("is_waiting").GetBoolean());
        Assert.DoesNotContain("kill", list.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("42", list.GetRawText().Replace(found.GetProperty("id").GetString()!, null, StringComparison.Ordinal)
            .Replace(found.GetProperty("raised_at").GetString()!, null, StringComparison.Ordinal)
            .Replace(found.GetProperty("next_call_at").GetString()!, null, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty((await app.GetAsync(CareApp.Therapist, "crisis-cases?state=closed")).EnumerateArray());
    }

    [Fact]
    public async Task Read_ShowsTheTextAndIsWrittenToTheLog()
    {
        await using var app = await CareApp.StartAsync();
        var id = await app.RaiseAsync();

        var read = await app.GetAsync(CareApp.Therapist, $"crisis-cases/{id}");

        Assert.Equal(CareApp.Cry, read.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal(CareApp.Author, read.GetProperty("author_id").GetInt32());
        var last = read.GetProperty("events").EnumerateArray().Last();
        Assert.Equal(("read", CareApp.Therapist), (last.GetProperty("kind").GetString(), last.GetProperty("actor_id").GetInt32()));
    }

    [Fact]
    public async Task Case_GoesFromHandToHand()
    {
        await using var app = await CareApp.StartAsync();
        var path = $"crisis-cases/{await app.RaiseAsync()}";

        Assert.Equal((409, "not_acknowledged"), await app.PostAsync(CareApp.Therapist, $"{path}/in-contact"));
        Assert.Equal((200, "acknowledged"), await app.PostAsync(CareApp.Therapist, $"{path}/acknowledge"));
        Assert.Equal((409, "owned_by_another"), await app.PostAsync(CareApp.OtherTherapist, $"{path}/acknowledge"));
        Assert.Equal((200, "reopened"), await app.PostAsync(CareApp.Therapist, $"{path}/release", new { reason = "My shift ends." }));
        Assert.Equal((200, "acknowledged"), await app.PostAsync(CareApp.OtherTherapist, $"{path}/acknowledge"));
        Assert.Equal((200, "in_contact"), await app.PostAsync(CareApp.OtherTherapist, $"{path}/in-contact"));
        Assert.Equal((200, "resolved"), await app.PostAsync(CareApp.OtherTherapist, $"{path}/resolve", new { reason = "She is safe." }));
        Assert.Equal((409, "closed"), await app.PostAsync(CareApp.Therapist, $"{path}/acknowledge"));

        var events = (await app.GetAsync(CareApp.Therapist, path)).GetProperty("events").EnumerateArray();
        Assert.Contains("My shift ends.", events.Select(line => line.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
    }

    [Fact]
    public async Task FalseAlarm_IsClosed()
    {
        await using var app = await CareApp.StartAsync();
        var id = await app.RaiseAsync();

        Assert.Equal((200, "closed_as_false_alarm"), await app.PostAsync(CareApp.Therapist, $"crisis-cases/{id}/false-alarm"));

        Assert.Empty((await app.GetAsync(CareApp.Therapist, "crisis-cases")).EnumerateArray());
        Assert.Single((await app.GetAsync(CareApp.Therapist, "crisis-cases?state=closed")).EnumerateArray());
    }

    [Theory]
    [InlineData("5f0c2b9e-0000-0000-0000-000000000000")]
    [InlineData("nonsense")]
    public async Task UnknownCase_IsNotFound(string id)
    {
        await using var app = await CareApp.StartAsync();

        using var read = await app.SendAsync(HttpMethod.Get, CareApp.Therapist, $"crisis-cases/{id}");

        Assert.Equal(404, (int)read.StatusCode);
        Assert.Equal(404, (await app.PostAsync(CareApp.Therapist, $"crisis-cases/{id}/acknowledge")).Status);
        Assert.Equal(404, (await app.PostAsync(CareApp.Author, $"my-crisis-cases/{id}/messages", new { content = "a", client_id = "b" })).Status);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"reason":1}""")]
    [InlineData("""{"reason":""}""")]
    [InlineData("""{"reason":"a","reason":"b"}""")]
    [InlineData("""{"reasons":"a"}""")]
    [InlineData("""{"reason":"\u0000"}""")]
    public async Task BadBody_ChangesNothing(string body)
    {
        await using var app = await CareApp.StartAsync();
        var path = $"crisis-cases/{await app.RaiseAsync()}";

        Assert.Equal(400, (await app.PostAsync(CareApp.Therapist, $"{path}/acknowledge", body)).Status);
        Assert.True((await app.GetAsync(CareApp.Therapist, "crisis-cases"))[0].GetProperty("is_waiting").GetBoolean());
    }

    [Fact]
    public async Task AnonymousAuthor_IsNotToldUnlessTheGlassIsBroken()
    {
        await using var app = await CareApp.StartAsync(options => options.Crisis.AllowBreakGlass = true);
        var path = $"crisis-cases/{await app.RaiseAsync(isAnonymous: true)}";

        Assert.False((await app.GetAsync(CareApp.CareLead, path)).TryGetProperty("author_id", out _));
        Assert.Equal((403, "break_glass_not_allowed"), await app.PostAsync(CareApp.Therapist, $"{path}/identity", new { reason = "Police asks." }));
        Assert.Equal(400, (await app.PostAsync(CareApp.CareLead, $"{path}/identity")).Status);
        using var answer = await app.SendAsync(HttpMethod.Post, CareApp.CareLead, $"{path}/identity", new { reason = "Police asks." });
        Assert.Equal("""{"author_id":42}""", await answer.Content.ReadAsStringAsync());

        var last = (await app.GetAsync(CareApp.Therapist, path)).GetProperty("events").EnumerateArray().Last(line => line.GetProperty("kind").GetString() != "read");
        Assert.Equal(("identity_read", "Police asks."), (last.GetProperty("kind").GetString(), last.GetProperty("reason").GetString()));
        Assert.Contains("identity_read", (await app.GetAsync(CareApp.Author, "my-crisis-cases")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenGlass_IsOffByDefault()
    {
        await using var app = await CareApp.StartAsync();
        var path = $"crisis-cases/{await app.RaiseAsync(isAnonymous: true)}";

        Assert.Equal(403, (await app.PostAsync(CareApp.CareLead, $"{path}/identity", new { reason = "Police asks." })).Status);
    }

    [Fact]
    public async Task Author_SeesTheOwnCaseAndWhatWasDone()
    {
        await using var app = await CareApp.StartAsync();
        var path = $"crisis-cases/{await app.RaiseAsync()}";
        await app.PostAsync(CareApp.Therapist, $"{path}/acknowledge");

        var own = Assert.Single((await app.GetAsync(CareApp.Author, "my-crisis-cases")).EnumerateArray());

        Assert.Equal("acknowledged", own.GetProperty("state").GetString());
        Assert.Equal(["raised", "acknowledged"], own.GetProperty("done").EnumerateArray().Select(line => line.GetProperty("what").GetString()));
        Assert.Equal(CareApp.Cry, own.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.DoesNotContain("level", own.GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await app.GetAsync(CareApp.Member, "my-crisis-cases")).EnumerateArray());
    }

    [Fact]
    public async Task Conversation_IsBetweenTheOwnerAndTheAuthor()
    {
        await using var app = await CareApp.StartAsync();
        var id = await app.RaiseAsync();
        var (path, own) = ($"crisis-cases/{id}/messages", $"my-crisis-cases/{id}/messages");

        Assert.Equal((409, "not_acknowledged"), await app.PostAsync(CareApp.Therapist, path, new { content = "Hello", client_id = "a" }));
        await app.PostAsync(CareApp.Therapist, $"crisis-cases/{id}/acknowledge");
        Assert.Equal((409, "owned_by_another"), await app.PostAsync(CareApp.OtherTherapist, path, new { content = "Hello", client_id = "a" }));
        Assert.Equal((200, "in_contact"), await app.PostAsync(CareApp.Therapist, path, new { content = "Hello", client_id = "a" }));
        Assert.Equal((200, "in_contact"), await app.PostAsync(CareApp.Therapist, path, new { content = "Hello", client_id = "a" }));
        Assert.Equal(404, (await app.PostAsync(CareApp.Member, own, new { content = "Hi", client_id = "a" })).Status);
        Assert.Equal(200, (await app.PostAsync(CareApp.Author, own, new { content = "Hi", client_id = "a" })).Status);
        Assert.Equal(400, (await app.PostAsync(CareApp.Author, own, new { content = " ", client_id = "a" })).Status);

        foreach (var file in new[] { await app.GetAsync(CareApp.Therapist, $"crisis-cases/{id}"), (await app.GetAsync(CareApp.Author, "my-crisis-cases"))[0] })
        {
            Assert.Equal(["withheld", "care_team", "author"], file.GetProperty("messages").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        }

        Assert.Empty(await app.Chat.HistoryAsync(CareApp.Member));
        Assert.DoesNotContain("\"7\"", (await app.GetAsync(CareApp.Author, "my-crisis-cases")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal((200, "resolved"), await app.PostAsync(CareApp.Therapist, $"crisis-cases/{id}/resolve"));
        Assert.Equal((409, "closed"), await app.PostAsync(CareApp.Author, own, new { content = "Thanks", client_id = "b" }));
    }

    [Fact]
    public async Task Author_WhoWritesTooFast_IsToldToWait()
    {
        await using var app = await CareApp.StartAsync(options => (options.RateLimit.MessagesPerSecond, options.RateLimit.Burst) = (0.01, 2));
        var id = await app.RaiseAsync();

        Assert.Equal(200, (await app.PostAsync(CareApp.Author, $"my-crisis-cases/{id}/messages", new { content = "a", client_id = "a" })).Status);
        Assert.Equal((429, "rate_limited"), await app.PostAsync(CareApp.Author, $"my-crisis-cases/{id}/messages", new { content = "b", client_id = "b" }));
    }

    [Fact]
    public async Task LiveFeed_ShowsCasesToTherapistsAndTheConversationToTheAuthor()
    {
        await using var app = await CareApp.StartAsync();
        var therapist = await app.Chat.ConnectV1Async(CareApp.Therapist);
        var member = await app.Chat.ConnectV1Async(CareApp.Member);
        var author = await app.Chat.ConnectV1Async(CareApp.Author);
        var id = await app.RaiseAsync();

        var raised = (await therapist.ReceiveJsonAsync("crisis_case")).GetProperty("case");
        Assert.Equal((id, "acute", false), (raised.GetProperty("id").GetString(), raised.GetProperty("level").GetString(), raised.TryGetProperty("author_id", out _)));

        await app.PostAsync(CareApp.Therapist, $"crisis-cases/{id}/acknowledge");
        await app.PostAsync(CareApp.Therapist, $"crisis-cases/{id}/messages", new { content = "I am here.", client_id = "a" });
        var care = await author.ReceiveJsonAsync("care");
        Assert.Equal((id, "care_team", "I am here."), (care.GetProperty("case_id").GetString(), care.GetProperty("kind").GetString(), care.GetProperty("content").GetString()));
        await UntilAsync(therapist, "in_contact");

        await app.PostAsync(CareApp.Author, $"my-crisis-cases/{id}/messages", new { content = "Thank you.", client_id = "a" });
        Assert.Equal("author", (await author.ReceiveJsonAsync("care")).GetProperty("kind").GetString());

        // A member in between gets the room and nothing else.
        await member.SendAsync("Good morning");
        Assert.Equal("message", (await member.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task LiveFeed_ShowsNothingMoreToAFormerTherapist()
    {
        await using var app = await CareApp.StartAsync();
        var former = await app.Chat.ConnectV1Async(CareApp.OtherTherapist);
        var therapist = await app.Chat.ConnectV1Async(CareApp.Therapist);
        await app.Chat.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(
            new CommunityId(5), new UserId(CareApp.OtherTherapist), CommunityMembership.Member(), CancellationToken.None);

        var id = await app.RaiseAsync();
        await therapist.ReceiveJsonAsync("crisis_case");

        using var list = await app.SendAsync(HttpMethod.Get, CareApp.OtherTherapist, $"crisis-cases/{id}");
        Assert.Equal(403, (int)list.StatusCode);
        await therapist.SendAsync("Good morning");
        Assert.Equal("message", (await former.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task List_WithManyCasesInGoodHands_StillShowsTheOneThatWaits()
    {
        await using var app = await CareApp.StartAsync();
        var first = await app.RaiseAsync(isAnonymous: true);
        await app.PostAsync(CareApp.Therapist, $"crisis-cases/{first}/acknowledge");

        var second = await app.RaiseAsync();

        Assert.Equal([second, first], (await app.GetAsync(CareApp.Therapist, "crisis-cases")).EnumerateArray().Select(found => found.GetProperty("id").GetString()));
    }

    private static async Task UntilAsync(ChatClient therapist, string state)
    {
        JsonElement frame;
        do
        {
            frame = await therapist.ReceiveJsonAsync("crisis_case");
        }
        while (frame.GetProperty("case").GetProperty("state").GetString() != state);
    }
}
