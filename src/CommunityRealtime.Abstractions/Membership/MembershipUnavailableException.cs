namespace CommunityRealtime.Membership;

/// <summary>The members of a community could not be read or changed just now. Trying again is safe.</summary>
public sealed class MembershipUnavailableException : Exception
{
    /// <summary>Makes the exception with a standard message.</summary>
    public MembershipUnavailableException()
        : this("The members were not reached.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, without ids or names.</param>
    public MembershipUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from another one.</summary>
    /// <param name="message">What failed, without ids or names.</param>
    /// <param name="innerException">The cause.</param>
    public MembershipUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
