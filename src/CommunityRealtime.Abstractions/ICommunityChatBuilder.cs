using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime;

/// <summary>What <c>AddCommunityChat</c> returns: the place where stores, backplanes and services are added to the chat.</summary>
/// <remarks>Every part of the chat is registered so that a later registration of the same service type replaces it.</remarks>
public interface ICommunityChatBuilder
{
    /// <summary>The services of the app that the chat is added to.</summary>
    IServiceCollection Services { get; }
}
