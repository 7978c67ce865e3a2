# Python imports this first. It writes down which files the program opens, a line of JSON each, and changes nothing else.
import _thread
import os
import sys


def _follow():
    record = os.open(os.environ["MILLRACE_TRACE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    names = {"os.listdir": "list", "os.scandir": "list", "os.mkdir": "make-folder", "os.remove": "remove", "os.rmdir": "remove"}
    here = _thread._local()

    def tell(kind, path):
        if isinstance(path, int) or path is None:
            return
        path = os.path.abspath(os.fsdecode(path)).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        os.write(record, ('{"kind":"%s","path":"%s"}\n' % (kind, path)).encode("utf-8", "replace"))

    def opened(path, mode, flags):
        flags = flags or 0
        if isinstance(mode, str) and mode != "":
            writes, changes = any(letter in mode for letter in "wx"), "a" in mode or "+" in mode
        else:
            writes = bool(flags & (os.O_TRUNC | os.O_EXCL))
            changes = bool(flags & (os.O_WRONLY | os.O_RDWR))
        tell("write" if writes else "change" if changes else "read", path)

    def hear(event, arguments):
        if getattr(here, "busy", False) or (event != "open" and event not in names and event not in ("os.rename", "cpython.run_file", "sqlite3.connect")):
            return
        here.busy = True
        try:
            if event == "open":
                opened(*arguments[:3])
            elif event == "os.rename":
                tell("remove", arguments[0])
                tell("write", arguments[1])
            elif event == "cpython.run_file":
                tell("read", arguments[0])
            elif event == "sqlite3.connect":
                if arguments[0] not in (":memory:", b":memory:", ""):
                    tell("change", arguments[0])
            else:
                tell(names[event], arguments[0])
        except Exception:
            pass
        finally:
            here.busy = False

    os.write(record, b'{"kind":"begin"}\n')
    sys.addaudithook(hear)


def _chain():
    # The sitecustomize that would have been imported without this one.
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder or ".") != here]
    spec = PathFinder.find_spec("sitecustomize", sys.path)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(module_from_spec(spec))


_follow()
_chain()
