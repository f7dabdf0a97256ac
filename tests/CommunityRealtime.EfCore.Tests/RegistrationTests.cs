using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CommunityRealtime.EfCore.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task AddEntityFrameworkStore_DefaultsRegisteredBefore_ReplacesThem()
    {
        var messages = Substitute.For<IMessageStore>();
        var members = Substitute.For<ICommunityMemberStore>();
        var cases = Substitute.For<ICrisisCaseStore>();
        await using var chat = ChatServices.Empty();
        chat.Services.AddSingleton(messages).AddSingleton(members).AddSingleton(cases);

        chat.AddEntityFrameworkStore(options => options.UseSqlite());

        Assert.NotSame(messages, Assert.Single(chat.Provider.GetServices<IMessageStore>()));
        Assert.NotSame(members, Assert.Single(chat.Provider.GetServices<ICommunityMemberStore>()));
        Assert.NotSame(cases, Assert.Single(chat.Provider.GetServices<ICrisisCaseStore>()));
    }

    [Fact]
    public async Task AddEntityFrameworkStore_HostsOwnStoreRegisteredAfter_LeavesIt()
    {
        var messages = Substitute.For<IMessageStore>();
        await using var chat = ChatServices.Empty();

        chat.AddEntityFrameworkStore(options => options.UseSqlite());
        chat.Services.AddSingleton(messages);

        Assert.Same(messages, chat.Messages);
    }

    [Fact]
    public async Task MigrateCommunityChatAsync_NoStore_NamesTheMissingCall()
    {
        await using var chat = ChatServices.Empty();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => chat.Provider.MigrateCommunityChatAsync());

        Assert.Contains("AddEntityFrameworkStore", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateCommunityChatAsync_ContextWithoutTheChat_NamesTheMissingCall()
    {
        await using var chat = ChatServices.Empty();
        chat.Services.AddDbContext<ForgetfulContext>(options => options.UseSqlite());
        chat.AddEntityFrameworkStore<ForgetfulContext>();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => chat.Provider.MigrateCommunityChatAsync());

        Assert.Contains("ForgetfulContext", exception.Message, StringComparison.Ordinal);
        Assert.Contains("modelBuilder.UseCommunityChat()", exception.Message, StringComparison.Ordinal);
    }

    private sealed class ForgetfulContext(DbContextOptions<ForgetfulContext> options) : DbContext(options);
}
