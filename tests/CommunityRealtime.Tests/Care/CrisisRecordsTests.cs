using System.Text;
using CommunityRealtime.Care;
using CommunityRealtime.Crisis;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Care;

/// <summary>What an app does when an author asks for what is kept, or wants it erased.</summary>
public sealed class CrisisRecordsTests
{
    private static readonly UserId Author = new(CareApp.Author);

    [Fact]
    public async Task ExportAsync_HoldsTheTextsOfTheAuthorAndNobodyElses()
    {
        await using var app = await CareApp.StartAsync();
        await app.RaiseAsync(isAnonymous: true);
        var records = app.Chat.Services.GetRequiredService<ICrisisRecords>();

        Assert.Contains(CareApp.Cry, Encoding.UTF8.GetString(await records.ExportAsync(Author, CancellationToken.None)), StringComparison.Ordinal);
        Assert.Equal("[]", Encoding.UTF8.GetString(await records.ExportAsync(new UserId(CareApp.Member), CancellationToken.None)));
    }

    [Fact]
    public async Task EraseAsync_TakesClosedCasesAndSaysHowManyAreOpen()
    {
        await using var app = await CareApp.StartAsync();
        var closed = await app.RaiseAsync();
        await app.PostAsync(CareApp.Therapist, $"crisis-cases/{closed}/resolve", new { reason = "She is safe." });
        var open = await app.RaiseAsync();
        var records = app.Chat.Services.GetRequiredService<ICrisisRecords>();

        Assert.Equal(1, await records.EraseAsync(Author, CancellationToken.None));

        var store = app.Chat.Services.GetRequiredService<ICrisisCaseStore>();
        var erased = await store.FindAsync(Guid.Parse(closed), CancellationToken.None);
        Assert.Null(erased!.Case.Author);
        Assert.All(erased.Entries, entry => Assert.Null(entry.ProtectedText));
        Assert.All(erased.Events, line => Assert.Equal((null, null), (line.Actor, line.ProtectedReason)));
        Assert.NotNull((await store.FindAsync(Guid.Parse(open), CancellationToken.None))!.Case.Author);
    }
}
