namespace CommunityRealtime.Crisis;

/// <summary>Brings a human to a crisis case: by log, e-mail, webhook, pager.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ICrisisNotifier
{
    /// <summary>
    /// The channel's name, such as <c>webhook</c>: 1 to 64 characters, different for every notifier of an app and the same after a
    /// restart, for it is stored with the notices that wait. By default the name of the type.
    /// </summary>
    string Name => GetType().Name;

    /// <summary>Notifies about a stored case.</summary>
    /// <param name="notice">Which case. It may come again for the same case.</param>
    /// <param name="cancellationToken">Stops the attempt when it takes too long or the host shuts down.</param>
    /// <returns>When the notice was handed over. An exception means that it was not.</returns>
    ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken);
}
