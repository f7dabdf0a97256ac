namespace CommunityRealtime.Redis.Diagnostics;

/// <summary>Names an exception by its types alone: its message may hold addresses, keys or commands.</summary>
internal static class ExceptionTypes
{
    public static string Of(Exception exception)
    {
        var names = new List<string>();
        for (Exception? current = exception; current is not null && names.Count < 8; current = current.InnerException)
        {
            names.Add(current.GetType().Name);
        }

        return string.Join(" < ", names);
    }
}
