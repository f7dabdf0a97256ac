namespace CommunityRealtime.Authentication;

/// <summary>A ticket could not be added or taken just now. The client gets another one.</summary>
public sealed class TicketStoreException : Exception
{
    /// <summary>Makes the exception with a standard message.</summary>
    public TicketStoreException()
        : this("The ticket store was not reached.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, without tickets or names.</param>
    public TicketStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from another one.</summary>
    /// <param name="message">What failed, without tickets or names.</param>
    /// <param name="innerException">The cause.</param>
    public TicketStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
