using MimeKit;

namespace CommunityRealtime.Email.Tests.Smtp;

/// <summary>A mail as the server took it.</summary>
internal sealed record ReceivedMail(bool WasEncrypted, bool WasLoggedIn, string Sender, IReadOnlyList<string> Recipients, string Source)
{
    public MimeMessage Message { get; } = MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Source)));
}
