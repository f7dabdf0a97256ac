using Microsoft.AspNetCore.DataProtection;

namespace CommunityRealtime.Sample;

/// <summary>Puts the keys where all servers find them: <c>DataProtection:Keys</c> names a folder that they share.</summary>
/// <remarks>With them crisis texts are read and what servers tell each other is encrypted. Servers on one machine share them without this.</remarks>
internal static class ChatKeys
{
    private const string ApplicationName = "CommunityRealtime.Sample";

    public static void AddConfiguredKeys(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["DataProtection:Keys"] is { Length: > 0 } folder)
        {
            services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToFileSystem(new(folder));
        }
    }
}
