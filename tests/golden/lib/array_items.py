# Items of every type code: what fits, and the errors of what does not.
import array
A=array.array
def t(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__,e)
for c in 'bBhHiIlLqQfdu':
    for v in (1.5,'x','xy',None,2**7,-129,256,-1,2**15,2**16,-2**15-1,2**31,2**32,-2**31-1,2**63,2**64,-2**63-1,2**200,1e300,10**400,b'x'):
        try: r=A(c,[v]); print(c,repr(v)[:12],'ok',r)
        except BaseException as e: print(c,repr(v)[:12],type(e).__name__,e)
