namespace CommunityRealtime.Email.Text;

/// <summary>Finds the words for a language: for <c>de-AT</c> its own, or else those for <c>de</c>.</summary>
internal static class Languages
{
    public static CrisisEmailTemplate? Find(IDictionary<string, CrisisEmailTemplate> templates, string? language)
    {
        for (var tag = language; !string.IsNullOrEmpty(tag); tag = tag.Contains('-', StringComparison.Ordinal) ? tag[..tag.LastIndexOf('-')] : null)
        {
            if (templates.TryGetValue(tag, out var template))
            {
                return template;
            }
        }

        return null;
    }
}
