using CommunityRealtime.Broadcast;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Messages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Two servers of one chat: one store, one member table, one backplane.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    public required ChatApp One { get; init; }

    public required ChatApp Two { get; init; }

    public required ScriptedStore Store { get; init; }

    public required UnreliableBackplane Backplane { get; init; }

    public static async Task<TwoServers> StartAsync(Action<CommunityChatOptions>? configure = null)
    {
        var store = new ScriptedStore();
        var backplane = new UnreliableBackplane();
        var members = new OneMemberTable();
        var keys = new EphemeralDataProtectionProvider();
        return new() { One = await StartOneAsync(), Two = await StartOneAsync(), Store = store, Backplane = backplane };

        Task<ChatApp> StartOneAsync() => ChatApp.StartAsync(configure, services =>
        {
            services.AddSingleton<IMessageStore>(store);
            services.AddSingleton<IBackplane>(backplane);
            services.AddSingleton<ICommunityMemberStore>(provider => members.On(provider.GetRequiredService<IMembershipChanges>()));
            services.AddSingleton<IDataProtectionProvider>(keys);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
    }

    /// <summary>One table that both servers read and change; each announces its own changes.</summary>
    private sealed class OneMemberTable
    {
        private readonly InMemoryMemberStore _table = new(new MembershipChanges());

        public ICommunityMemberStore On(IMembershipChanges changes) => new Access(_table, changes);

        private sealed class Access(InMemoryMemberStore table, IMembershipChanges changes) : ICommunityMemberStore
        {
            public ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken) =>
                table.FindAsync(community, user, cancellationToken);

            public async ValueTask SetAsync(
                CommunityId community, UserId user, CommunityMembership membership, CancellationToken cancellationToken)
            {
                await table.SetAsync(community, user, membership, cancellationToken);
                changes.Announce(community, user);
            }
        }
    }
}
