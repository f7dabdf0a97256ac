using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Hosting;

internal sealed class CommunityChatBuilder(IServiceCollection services) : ICommunityChatBuilder
{
    public IServiceCollection Services { get; } = services;
}
