namespace CommunityRealtime.Crisis;

/// <summary>The crisis cases could not be read or written just now. Storing the same case again is safe.</summary>
public sealed class CrisisCaseStoreException : Exception
{
    /// <summary>Makes the exception with a standard message.</summary>
    public CrisisCaseStoreException()
        : this("The crisis case store was not reached.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, without texts or names.</param>
    public CrisisCaseStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from another one.</summary>
    /// <param name="message">What failed, without texts or names.</param>
    /// <param name="innerException">The cause.</param>
    public CrisisCaseStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
