using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Care;

/// <summary>Everything that is said around a case, with a canary in each text, and everything that comes out besides answers.</summary>
public sealed class CarePrivacyTests
{
    private const string Author = "canary-author";
    private const string Cry = "I am going to kill myself tonight, canary-cry";

    [Fact]
    public async Task Case_FromCryToResolution_LeavesNoTextReasonOrAnonymousAuthorInLogsMetricsAndTraces()
    {
        var seen = new ConcurrentQueue<string>();
        using var metrics = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue($"{instrument.Name} {Values(tags)}"));
        metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Enqueue($"{instrument.Name} {Values(tags)}"));
        metrics.Start();
        using var traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => tag.Value))}"),
        };
        ActivitySource.AddActivityListener(traces);
        await using var app = await CareApp.StartAsync(options => options.Crisis.AllowBreakGlass = true);

        var id = await RaiseAsync(app);
        await app.PostAsync(CareApp.CareLead, $"crisis-cases/{id}/acknowledge", new { reason = "canary-reason" });
        await app.PostAsync(CareApp.CareLead, $"crisis-cases/{id}/messages", new { content = "canary-answer", client_id = "a" });
        await app.PostAsync(CareApp.CareLead, $"crisis-cases/{id}/identity", new { reason = "canary-glass" });
        var read = await app.GetAsync(CareApp.CareLead, $"crisis-cases/{id}");
        await app.PostAsync(CareApp.CareLead, $"crisis-cases/{id}/resolve", "{\"reason\":\"canary-bad\",");
        await app.PostAsync(CareApp.CareLead, $"crisis-cases/{id}/resolve", new { reason = "canary-end" });

        // The control: the answers do hold it, and the listeners did listen.
        Assert.Contains("canary-cry", read.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(seen, line => line.StartsWith("community_chat.crisis.time_to_acknowledgement acute", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.Contains("crisis-cases", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.Contains("canary", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Chat.Logs.Lines, line => line.Text.Contains("canary", StringComparison.Ordinal));
        await AssertEncryptedAsync(app);
    }

    private static async Task<string> RaiseAsync(CareApp app)
    {
        await app.Chat.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(
            new CommunityId(5), new UserId(Author), CommunityMembership.Member(), CancellationToken.None);
        var author = await app.Chat.OpenAsync("/api/communities/ws/5", subprotocols: [ChatAppExtensions.V1, $"bearer.{Tokens.For(Author)}"]);
        await author.ReceiveJsonAsync("ready");
        await author.SendAsync(Cry, isAnonymous: true, clientId: "a-1");
        await author.ReceiveJsonAsync("system");
        return (await app.GetAsync(CareApp.Therapist, "crisis-cases"))[0].GetProperty("id").GetString()!;
    }

    private static async Task AssertEncryptedAsync(CareApp app)
    {
        var file = Assert.Single(await app.Chat.Services.GetRequiredService<ICrisisCaseStore>().AllAsync());
        Assert.All(file.Entries, entry => Assert.DoesNotContain("canary", entry.ProtectedText, StringComparison.Ordinal));
        Assert.Equal(3, file.Events.Count(line => line.ProtectedReason is not null));
        Assert.All(file.Events, line => Assert.DoesNotContain("canary", line.ProtectedReason ?? string.Empty, StringComparison.Ordinal));
        Assert.DoesNotContain("canary", $"{file} {file.Case} {file.Entries[0]} {file.Events[0]} {new CrisisQuery { Author = new UserId(Author) }}", StringComparison.Ordinal);
    }

    private static string Values(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = string.Empty;
        foreach (var tag in tags)
        {
            values += $"{tag.Value} ";
        }

        return values;
    }
}
