using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Membership;
using CommunityRealtime.Safety;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>What the one set of migrations does under each provider.</summary>
public abstract class MigrationTests(ITestDatabases databases)
{
    /// <summary>A query for one line per column of the chat's tables.</summary>
    protected abstract FormattableString Columns { get; }

    /// <summary>What <see cref="Columns"/> must return.</summary>
    protected abstract string ExpectedColumns { get; }

    protected ITestDatabases Databases => databases;

    [SpecificationFact]
    public async Task MigrateCommunityChatAsync_EmptyDatabase_MakesTheTables()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        await using var context = chat.CreateContext();

        var columns = await context.Database.SqlQuery<string>(Columns).ToListAsync();

        Assert.Equal(ExpectedColumns.ReplaceLineEndings("\n"), string.Join('\n', columns.Order(StringComparer.Ordinal)));
    }

    [SpecificationFact]
    public async Task MigrateCommunityChatAsync_TablesOfOthers_LeavesThemAlone()
    {
        await using var chat = ChatServices.On(await databases.CreateAsync());
        await using var context = chat.CreateContext();
        await context.Database.ExecuteSqlAsync($"CREATE TABLE shop (name varchar(20)); INSERT INTO shop VALUES ('corner')");

        await chat.Provider.MigrateCommunityChatAsync();

        await chat.Messages.AppendManyAsync(Drafts.NewCommunity(), 1);
        Assert.Equal("corner", await context.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM shop").SingleAsync());
    }

    [SpecificationFact]
    public async Task MigrateCommunityChatAsync_Again_ChangesNothing()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        var community = Drafts.NewCommunity();
        await chat.Messages.AppendManyAsync(community, 2);

        await chat.Provider.MigrateCommunityChatAsync();
        await using var context = chat.CreateContext();
        await context.Database.MigrateAsync();

        Assert.Equal(2, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
        Assert.Equal(
            context.Database.GetMigrations(),
            await context.Database.SqlQuery<string>($"SELECT \"MigrationId\" AS \"Value\" FROM chat_migrations ORDER BY 1").ToListAsync());
    }

    [SpecificationFact]
    public async Task MigrateCommunityChatAsync_TwoProcessesAtOnce_MakesTheTablesOnce()
    {
        var database = await databases.CreateAsync();
        await using var first = ChatServices.On(database);
        await using var second = ChatServices.On(database);

        await Task.WhenAll(
            Task.Run(() => first.Provider.MigrateCommunityChatAsync()),
            Task.Run(() => second.Provider.MigrateCommunityChatAsync()));

        await using var context = first.CreateContext();
        Assert.Equal(
            context.Database.GetMigrations(),
            await context.Database.SqlQuery<string>($"SELECT \"MigrationId\" AS \"Value\" FROM chat_migrations ORDER BY 1").ToListAsync());
    }

    [SpecificationFact]
    public async Task MigrateCommunityChatAsync_CasesFromBeforeTheWorkflow_KeepsThemAsResolved()
    {
        await using var chat = ChatServices.On(await databases.CreateAsync());
        await using var context = chat.CreateContext();
        await context.Database.MigrateAsync("20260220000000_Initial");
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in new[] { $"{first}", $"{second}" })
        {
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO chat_crisis_case (id, community_id, user_id, is_anonymous, level, protected_text, raised_at) VALUES ({id}, '5', '42', {true}, 2, 'protected', 0)");
        }

        await chat.Provider.MigrateCommunityChatAsync();

        foreach (var id in new[] { first, second })
        {
            var file = await chat.Cases.FindAsync(id, CancellationToken.None);
            Assert.Equal((CrisisCaseState.Resolved, (UserId?)new UserId("42"), CrisisLevel.Active), (file!.Case.State, file.Case.Author, file.Case.Level));
            Assert.Equal(("protected", true), (Assert.Single(file.Entries).ProtectedText, file.Entries[0].IsAnonymous));
        }
    }

    [SpecificationFact]
    public async Task Migrations_AgainstTheModel_MissNothing()
    {
        await using var chat = ChatServices.On(await databases.CreateAsync());
        await using var context = chat.CreateContext();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [SpecificationFact]
    public async Task Migrations_UndoneAndRepeated_Work()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        await using var context = chat.CreateContext();

        await context.Database.MigrateAsync("0");
        Assert.Empty(await context.Database.SqlQuery<string>(Columns).ToListAsync());

        await chat.Provider.MigrateCommunityChatAsync();
        Assert.NotEmpty(await context.Database.SqlQuery<string>(Columns).ToListAsync());
    }

    [SpecificationFact]
    public async Task Host_Starting_MakesTheTablesBeforeOtherServicesStart()
    {
        var database = await databases.CreateAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHostedService<Seeding>();
        var chat = ChatServices.Empty();
        chat.AddEntityFrameworkStore(database);
        foreach (var service in chat.Services)
        {
            builder.Services.Add(service);
        }

        using var host = builder.Build();
        await host.StartAsync();

        var members = host.Services.GetRequiredService<ICommunityMemberStore>();
        var seeded = await members.FindAsync(Seeding.Community, Seeding.User, CancellationToken.None);
        Assert.Equal(MembershipStatus.Member, seeded.Status);
        await host.StopAsync();
    }

    /// <summary>An app's own service that writes to the chat as it starts, registered before the chat.</summary>
    private sealed class Seeding(ICommunityMemberStore members) : IHostedService
    {
        public static readonly CommunityId Community = new("5");
        public static readonly UserId User = new("42");

        public async Task StartAsync(CancellationToken cancellationToken)
            => await members.SetAsync(Community, User, CommunityMembership.Member(), cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
