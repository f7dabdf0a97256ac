using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace CommunityRealtime.Email.Text;

/// <summary>Reads addresses so strictly that none can add a header line or a second address.</summary>
internal static class Addresses
{
    public static bool TryRead(string? text, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        return !string.IsNullOrWhiteSpace(text)
            && !text.Any(char.IsControl)
            && MailboxAddress.TryParse(text, out address)
            && address.Domain.Length > 0
            && address.LocalPart.Length > 0

            // A name in encoded words is decoded here, and so may hold what the text does not show.
            && address.Name?.Any(char.IsControl) != true;
    }

    /// <summary>Addresses that the settings' check has already read.</summary>
    public static MailboxAddress Read(string text) =>
        TryRead(text, out var address) ? address : throw new ArgumentException("The text is not one e-mail address.", nameof(text));
}
