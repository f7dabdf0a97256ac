namespace CommunityRealtime.Safety;

/// <summary>Brings a human to a crisis case: by log, e-mail, webhook, pager.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ICrisisNotifier
{
    /// <summary>Notifies about a stored case.</summary>
    /// <param name="notice">Which case. It may come again for the same case.</param>
    /// <param name="cancellationToken">Stops the attempt when it takes too long or the host shuts down.</param>
    /// <returns>When the notice was handed over. An exception means that it was not.</returns>
    ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken);
}
