namespace CommunityRealtime.Broadcast;

/// <summary>Receives what is published in one community.</summary>
/// <remarks>Its members may be called at the same time from many threads. They return at once and do not throw.</remarks>
public interface IBackplaneSubscriber
{
    /// <summary>A message arrived.</summary>
    /// <param name="message">The message. It does not change afterwards.</param>
    void OnMessage(ReadOnlyMemory<byte> message);

    /// <summary>Messages may have been lost before this: time to compare with the store.</summary>
    void OnMayHaveMissed();
}
