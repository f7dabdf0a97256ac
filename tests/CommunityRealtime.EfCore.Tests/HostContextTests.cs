using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Membership;
using CommunityRealtime.Safety;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>The chat in the app's own context, however the app registered it.</summary>
public abstract class HostContextTests(ITestDatabases databases)
{
    [SpecificationTheory]
    [InlineData("AddDbContext")]
    [InlineData("AddDbContextPool")]
    [InlineData("AddDbContextFactory")]
    [InlineData("AddDbContextFactory, scoped")]
    [InlineData("AddPooledDbContextFactory")]
    public async Task Stores_OnAHostsContext_KeepTheChatInIt(string registration)
    {
        var database = await databases.CreateAsync();
        await using var chat = ChatServices.Empty();
        _ = registration switch
        {
            "AddDbContext" => chat.Services.AddDbContext<HostContext>(database),
            "AddDbContextPool" => chat.Services.AddDbContextPool<HostContext>(database),
            "AddDbContextFactory" => chat.Services.AddDbContextFactory<HostContext>(database),
            "AddDbContextFactory, scoped" => chat.Services.AddDbContextFactory<HostContext>(database, ServiceLifetime.Scoped),
            _ => chat.Services.AddPooledDbContextFactory<HostContext>(database),
        };
        chat.AddEntityFrameworkStore<HostContext>();
        await using var scope = chat.Provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<HostContext>();
        await context.Database.EnsureCreatedAsync();
        await chat.Provider.MigrateCommunityChatAsync();
        var community = NewCommunity();

        // Many at once, since a context serves one caller at a time.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => chat.Messages.AppendManyAsync(community, 2))));
        await chat.Members.SetAsync(community, new UserId("42"), CommunityMembership.Banned, CancellationToken.None);
        var crisisCase = await chat.Cases.RaiseAsync(community, new UserId("42"), Noon);

        Assert.Equal(20, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
        Assert.Equal(20, await context.Database.SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM chat_message").SingleAsync());
        Assert.Equal(
            MembershipStatus.Banned, (await chat.Members.FindAsync(community, new UserId("42"), CancellationToken.None)).Status);
        Assert.Equal(CrisisLevel.Acute, (await chat.Cases.FindAsync(crisisCase.Id, CancellationToken.None))?.Case.Level);
        Assert.Empty(await context.Shops.ToListAsync());
    }

    [SpecificationFact]
    public async Task MigrateCommunityChatAsync_HostsContext_LeavesItsMigrationsToTheHost()
    {
        var database = await databases.CreateAsync();
        await using var chat = ChatServices.Empty();
        chat.Services.AddDbContext<HostContext>(database);
        chat.AddEntityFrameworkStore<HostContext>();

        await chat.Provider.MigrateCommunityChatAsync();

        await using var context = chat.Provider.CreateScope().ServiceProvider.GetRequiredService<HostContext>();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => context.Shops.ToListAsync());
    }
}
