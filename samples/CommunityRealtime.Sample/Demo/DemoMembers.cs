using CommunityRealtime.Membership;

namespace CommunityRealtime.Sample.Demo;

/// <summary>Makes the demo's people members when the app starts. Doing it again changes nothing.</summary>
internal sealed class DemoMembers(ICommunityMemberStore members) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (community, user, role) in DemoWorld.Members)
        {
            await members.SetAsync(
                new CommunityId(community.Id), new UserId(user.Id), CommunityMembership.Member(role, user.Name), cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
