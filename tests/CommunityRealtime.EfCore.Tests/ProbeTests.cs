using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>The write that finds out whether messages can be stored.</summary>
public abstract class ProbeTests(ITestDatabases databases)
{
    [SpecificationFact]
    public async Task ProbeAsync_DatabaseThatWorks_LeavesNothingBehind()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());

        await chat.Messages.ProbeAsync(CancellationToken.None);
        await chat.Messages.AppendManyAsync(Drafts.NewCommunity(), 2);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await chat.Messages.ProbeAsync(CancellationToken.None))));

        await using var context = chat.CreateContext();
        Assert.Equal(2, await context.Database.SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM chat_message").SingleAsync());
    }

    [SpecificationFact]
    public async Task ProbeAsync_CancelledToken_EndsTheWait()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await chat.Messages.ProbeAsync(new CancellationToken(canceled: true)));
    }
}
