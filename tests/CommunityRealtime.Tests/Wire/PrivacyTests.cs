using System.Diagnostics;
using System.Diagnostics.Metrics;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Tokens, texts, names and authors appear in no line that the library logs, however verbose, and in no trace, measurement or exception of the process.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public async Task Sinks_AtTheirMostVerbose_HoldNoTokenTextNameOrAuthor()
    {
        using var sinks = new Sinks();
        await using var app = await ChatApp.StartAsync(options => options.Membership.Open = true);
        var token = Tokens.For("author-7f3c", "Canary Name");
        var member = await app.OpenAsync($"/api/communities/ws/5?token={token}");
        await member.SendAsync("canary text one");
        await member.SendAsync("canary text two", isAnonymous: true);
        await member.SendAsync("canary: I am going to kill myself");
        await member.SendTextAsync("""{"canary":"frame""");
        for (var i = 0; i < 4; i++)
        {
            await member.ReceiveTextAsync();
        }

        var v1 = await app.OpenAsync("/api/communities/ws/5", subprotocols: [ChatAppExtensions.V1, $"bearer.{token}"]);
        await v1.ReceiveJsonAsync("ready");
        await v1.SendAsync("canary text three", clientId: "canary-id", isAnonymous: true);
        await v1.SendTextAsync("""{"type":"message","client_id":"canary-id","content":""}""");
        for (var i = 0; i < 3; i++)
        {
            await v1.ReceiveTextAsync();
        }

        await (await app.OpenAsync("/api/communities/ws/5?token=canary-token")).ReceiveCloseAsync();
        await (await app.OpenAsync("/api/communities/ws/5", subprotocols: [ChatAppExtensions.V1, "bearer.canary-token"])).ReceiveCloseAsync();
        var tickets = new[] { await app.TicketAsync(0, token: token), await app.TicketAsync(0, token: token), "canary-ticket" };
        await (await app.OpenAsync($"/api/communities/ws/5?ticket={tickets[0]}", subprotocols: ChatAppExtensions.V1)).ReceiveJsonAsync("ready");
        await (await app.OpenAsync($"/api/communities/ws/1?ticket={tickets[1]}")).ReceiveCloseAsync();
        await (await app.OpenAsync($"/api/communities/ws/5?ticket={tickets[2]}")).ReceiveCloseAsync();
        await member.CloseAsync();
        await Eventually.TrueAsync(() => app.Logs.Lines.Any(line => line.Id == 1002) && app.Logs.Lines.Any(line => line.Id == 1403), "the last log lines");

        var ours = app.Logs.Lines.Where(line => line.Category.StartsWith("CommunityRealtime", StringComparison.Ordinal)).ToArray();
        Assert.Contains(ours, line => line.Id == 1403);
        Assert.Contains(ours, line => line.Id == 1003);
        var told = sinks.Read();
        Assert.Contains(told, line => line.StartsWith("CommunityRealtime chat message", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("CommunityRealtime communityrealtime.messages outcome=stored", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("Exception", StringComparison.Ordinal));
        foreach (var secret in new[] { token, token.Split('.')[1], "canary", "Canary Name", "author-7f3c", tickets[0], tickets[1] })
        {
            Assert.DoesNotContain(ours, line => line.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(told, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Sinks_HearWhatIsToldByATraceAMeasurementAndAnException()
    {
        using var sinks = new Sinks();
        using var source = new ActivitySource("control");
        using var meter = new Meter("control");
        source.StartActivity("step")!.SetTag("of", "planted-in-a-trace").Dispose();
        meter.CreateCounter<long>("count").Add(1, new KeyValuePair<string, object?>("of", "planted-in-a-measurement"));
        Assert.Throws<InvalidOperationException>(new Action(() => throw new InvalidOperationException("planted-in-an-exception")));

        var told = sinks.Read();

        foreach (var planted in new[] { "planted-in-a-trace", "planted-in-a-measurement", "planted-in-an-exception" })
        {
            Assert.Contains(told, line => line.Contains(planted, StringComparison.Ordinal));
        }
    }
}
