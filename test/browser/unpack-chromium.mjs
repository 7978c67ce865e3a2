// Unpacks the Chromium of @sparticuz/chromium, its fonts and its system libraries into $TMPDIR, and says where the program is.
// The package unpacks the libraries only where it believes that it runs in a Lambda, so the caller's environment says so.
import chromium from "@sparticuz/chromium";

process.stdout.write(await chromium.executablePath());
