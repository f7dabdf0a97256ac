namespace CommunityRealtime.Safety.AI;

/// <summary>Names an exception by its types alone: the message of a foreign exception may hold what no log may hold.</summary>
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
