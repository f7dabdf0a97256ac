namespace CommunityRealtime.Email;

/// <summary>The mail server did not take a crisis notice. The message says why; it holds neither a password nor an address nor what the server said.</summary>
public sealed class CrisisEmailException : Exception
{
    /// <summary>Makes an exception without a reason.</summary>
    public CrisisEmailException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">The reason.</param>
    public CrisisEmailException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a cause.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public CrisisEmailException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The server's SMTP reply code, such as 451; <see langword="null"/> when it did not come to one.</summary>
    public int? StatusCode { get; init; }
}
