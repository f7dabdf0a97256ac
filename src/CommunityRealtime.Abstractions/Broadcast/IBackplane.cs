namespace CommunityRealtime.Broadcast;

/// <summary>Carries messages between the servers of one chat: a doorbell, not a record.</summary>
/// <remarks>
/// <para>One instance serves the whole process; every member may be called at the same time as any other, and none waits for a network.</para>
/// <para>What it carries may be lost, late, repeated or out of order: the chat numbers its events and compares with the store, so members
/// see a delay and never a hole. It must not make messages up; what it cannot read as its own it drops.</para>
/// </remarks>
public interface IBackplane
{
    /// <summary>Whether anybody else may get what is published in a community just now. Asked before anything is encoded.</summary>
    /// <param name="community">The community.</param>
    /// <returns><see langword="false"/> when publishing would be in vain, as while the connection is lost.</returns>
    bool Reaches(CommunityId community);

    /// <summary>Sends a message to every server that subscribes to a community, whether or not to this one too. As well as it can: nothing is thrown, and nothing waits for a lost connection to come back.</summary>
    /// <param name="community">The community.</param>
    /// <param name="message">The message. It must not change afterwards.</param>
    void Publish(CommunityId community, ReadOnlyMemory<byte> message);

    /// <summary>Begins to receive what is published in a community, as soon as it can and again after every lost connection.</summary>
    /// <param name="community">The community.</param>
    /// <param name="subscriber">
    /// Is called for every message that arrives, and told that it may have missed some each time the subscription has come into force: after this
    /// call, and after a connection was lost.
    /// </param>
    /// <returns>Ends the subscription when disposed. A call that is under way may still arrive.</returns>
    IDisposable Subscribe(CommunityId community, IBackplaneSubscriber subscriber);
}
