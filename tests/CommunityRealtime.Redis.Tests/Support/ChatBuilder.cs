using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Redis.Tests.Support;

/// <summary>What <c>AddCommunityChat</c> returns, without the chat.</summary>
internal sealed class ChatBuilder(IServiceCollection services) : ICommunityChatBuilder
{
    public IServiceCollection Services => services;
}
