namespace CommunityRealtime.Email;

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum CrisisEmailSecurity
{
    /// <summary>STARTTLS, usually on port 587. A server that does not offer it gets neither password nor mail.</summary>
    StartTls = 0,

    /// <summary>TLS from the first byte, usually on port 465.</summary>
    Tls = 1,

    /// <summary>No encryption, usually on port 25: for a relay on this machine or in a network that is protected otherwise. It takes no password.</summary>
    None = 2,
}
