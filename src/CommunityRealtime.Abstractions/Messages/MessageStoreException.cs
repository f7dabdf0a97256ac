namespace CommunityRealtime.Messages;

/// <summary>The store was not reached, or did not answer in time. Trying again with the same retry key is safe.</summary>
public sealed class MessageStoreException : Exception
{
    /// <summary>Makes the exception with a standard message.</summary>
    public MessageStoreException()
        : this("The message store was not reached.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, without texts, ids or names.</param>
    public MessageStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from another one.</summary>
    /// <param name="message">What failed, without texts, ids or names.</param>
    /// <param name="innerException">The cause.</param>
    public MessageStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// When the store works but has more to do than it takes on: how long to wait before sending the same draft again, which
    /// was not stored. Otherwise <see langword="null"/>.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }
}
