using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommunityRealtime.EfCore.Database;

/// <summary>The quoted names of the tables that messages are written to.</summary>
internal sealed record ChatTables(string Heads, string Messages)
{
    private static readonly string[] HeadColumns = ["community_id", "epoch", "first", "last", "no"];

    private static readonly string[] MessageColumns
        = ["change", "client_key", "content", "created_at", "display_name", "flags", "id", "no", "user_id"];

    private static readonly string[] MemberColumns = ["community_id", "display_name", "role", "status", "user_id"];

    /// <summary>Finds the tables in a model.</summary>
    /// <returns><see langword="null"/> when a host has added columns to them, renamed some, or stores values in another form.</returns>
    public static ChatTables? Find(DbContext context)
        => Find(context, typeof(CommunityRow), HeadColumns) is { } heads && Find(context, typeof(MessageRow), MessageColumns) is { } messages
            ? new ChatTables(heads, messages)
            : null;

    /// <summary>Finds the quoted name of the table of members, under the same conditions.</summary>
    public static string? FindMembers(DbContext context) => Find(context, typeof(MemberRow), MemberColumns);

    private static string? Find(DbContext context, Type row, string[] columns)
        => context.Model.FindEntityType(row) is { } entity && HasJust(entity, columns) && entity.GetTableName() is { } table
            ? context.GetService<ISqlGenerationHelper>().DelimitIdentifier(table, entity.GetSchema())
            : null;

    private static bool HasJust(IEntityType entity, string[] columns)
    {
        var properties = entity.GetProperties().ToArray();
        return properties.All(property => property.GetValueConverter() is null && property.GetProviderClrType() is null)
            && properties.Select(property => property.GetColumnName()).Order(StringComparer.Ordinal).SequenceEqual(columns, StringComparer.Ordinal);
    }
}
