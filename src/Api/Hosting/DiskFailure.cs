namespace LearnML.Api.Hosting;

/// <summary>Recognizes exceptions that say that a disk cannot store a file. They are no mistake of the client that sent it.</summary>
internal static class DiskFailure
{
    // ENOSPC, EDQUOT, EFBIG, EROFS and EIO of Linux; ENOSPC and EDQUOT (69) of macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] Codes = [28, 122, 27, 30, 5, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Returns whether a disk is full, cannot be written or has failed.</summary>
    public static bool Is(Exception exception) => exception is IOException && Codes.Contains(exception.HResult);
}
