using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Crisis;

/// <summary>Does background work again and again, and logs an outage of the store once, not every second. For one loop.</summary>
internal sealed class StoreOutage(ILogger logger)
{
    private bool _isOut;

    /// <summary>Does the work once.</summary>
    /// <returns>What the work says; <see langword="false"/> when it failed.</returns>
    public async Task<bool> TryAsync(Func<Task<bool>> work)
    {
        try
        {
            var result = await work().ConfigureAwait(false);
            _isOut = false;
            return result;
        }
        catch (Exception exception)
        {
            if (!_isOut)
            {
                logger.CrisisStoreUnavailable(ExceptionTypes.Of(exception));
            }

            _isOut = true;
            return false;
        }
    }
}
