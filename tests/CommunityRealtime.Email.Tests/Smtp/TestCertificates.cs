using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CommunityRealtime.Email.Tests.Smtp;

/// <summary>Certificates that nobody but the tests trusts.</summary>
internal static class TestCertificates
{
    public static X509Certificate2 ForLoopback { get; } = Create("loopback", names => names.AddIpAddress(IPAddress.Loopback));

    public static X509Certificate2 ForAnotherHost { get; } = Create("another host", names => names.AddDnsName("mail.example.org"));

    private static X509Certificate2 Create(string name, Action<SubjectAlternativeNameBuilder> addNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        addNames(names);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
